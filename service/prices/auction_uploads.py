"""Files of auction nights that are uploaded, and their import."""

from typing import TYPE_CHECKING

from service.imports.file_uploads import FileForm, FileUpload

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class AuctionUploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file."""


def import_auction_file(asked: FileUpload, importer: "Importer") -> "ImportReport":
    """Import an uploaded file of auction nights; raises the `BokarError` for which it is refused as a whole."""
    # What reads files takes a second to load; the service starts without it.
    from service.prices.auction_imports import AuctionFile, import_auctions

    return import_auctions(AuctionFile(**asked.file()), importer)
