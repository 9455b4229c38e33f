"""Servers on this machine that answer as the real ones do; each notes what it was asked."""

from tests.servers.base import LocalServer, Reply, Seen, running
from tests.servers.csv_publisher import CsvPublisher, csv_publisher
from tests.servers.kobo import KoboServer, kobo_server
from tests.servers.odk import OdkServer, odk_server

__all__ = [
    "CsvPublisher",
    "KoboServer",
    "LocalServer",
    "OdkServer",
    "Reply",
    "Seen",
    "csv_publisher",
    "kobo_server",
    "odk_server",
    "running",
]
