"""POST /v1/calculators/{name}."""

from fastapi import APIRouter

router = APIRouter(prefix="/v1/calculators", tags=["calculators"])
