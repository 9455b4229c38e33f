"""A cached public GET, and its 304, against a bare ASGI application that returns the same bytes on the same server."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks.load import Answer, Subject, fetch, in_turns, need_wrk, serving_asgi
from benchmarks.report import Report
from benchmarks.sample import bokar_serving, sample_folder

PATH = "/v1/prices?limit=50"


def run(report: Report) -> None:
    """Measure the three in turns."""
    need_wrk()
    with ExitStack() as stack:
        folder = stack.enter_context(sample_folder())
        cached = stack.enter_context(bokar_serving(folder, PATH))
        answer = fetch(cached)
        bare = stack.enter_context(serving_asgi("benchmarks.bare_asgi:app", PATH, _same_as(answer, folder)))
        unchanged = replace(cached, headers={"If-None-Match": answer.headers["etag"]})
        _check_same(answer, bare, unchanged)
        rates = in_turns({"bare": bare, "cached": cached, "unchanged": unchanged})
    report.figure("bare_asgi_rps", rates["bare"], "requests/s")
    report.figure("cached_get_rps", rates["cached"], "requests/s")
    report.figure("cached_get_ratio", rates["cached"] / rates["bare"], "ratio", at_least=0.80)
    report.figure("not_modified_rps", rates["unchanged"], "requests/s")
    report.figure("not_modified_ratio", rates["unchanged"] / rates["bare"], "ratio", at_least=1.0)


def _same_as(answer: Answer, folder: Path) -> dict[str, str]:
    body = folder / "answer"
    body.write_bytes(answer.body)
    headers = {"BENCH_CONTENT_TYPE": answer.headers["content-type"], "BENCH_ETAG": answer.headers["etag"]}
    return {"BENCH_BODY": str(body), **headers}


def _check_same(answer: Answer, bare: Subject, unchanged: Subject) -> None:
    from_bare, again = fetch(bare), fetch(unchanged)
    if from_bare.body != answer.body or (again.status, again.body) != (304, b""):
        raise RuntimeError("the answers to compare are not the same")
