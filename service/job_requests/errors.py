"""What keeps a job from being asked for."""

from service.errors import NotFound


class UnknownJob(NotFound):
    """There is no job {name!r}; there are: {known}."""

    indonesian = "Tidak ada pekerjaan {name!r}; yang ada: {known}."


class UnknownJobRequest(NotFound):
    """There is no request {id} for a job, or its run is forgotten; GET /v1/jobs lists the last runs."""

    indonesian = (
        "Tidak ada permintaan pekerjaan {id}, atau catatannya sudah dihapus; lihat yang terakhir di GET /v1/jobs."
    )
