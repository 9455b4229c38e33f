"""What an endpoint is handed: the database, and what day it is."""

from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from service.clock import Clock, jakarta_day
from service.database import Database


# These are coroutines so that FastAPI calls them in place instead of on a worker thread.
async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _today(request: Request) -> date:
    clock: Clock = request.app.state.clock
    return jakarta_day(clock())


DatabaseOf = Annotated[Database, Depends(_database)]
Today = Annotated[date, Depends(_today)]
