"""What somebody would write in an afternoon: FastAPI over sqlite3, with the pragmas of the emulator."""
import json, os, sqlite3, uuid
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

app = FastAPI()
database = sqlite3.connect(os.environ["DATA"], check_same_thread=False, isolation_level=None, timeout=5)
for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 4000"): database.execute(f"PRAGMA {pragma}")
database.execute("CREATE TABLE IF NOT EXISTS rows (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id))")
with open(os.environ["PERSONA"]) as file:
    database.execute("INSERT OR IGNORE INTO rows VALUES ('personas', 'p5317866', ?)", [file.read()])


class Document(BaseModel):
    document_url: str
    document_name: str | None = None


def require(key):
    if not key: raise HTTPException(401, "Invalid access token")


@app.get("/v2/personas/{identifier}")
async def persona(identifier: str, x_api_key: str = Header("")):
    require(x_api_key)
    row = database.execute("SELECT body FROM rows WHERE kind = 'personas' AND id = ?", [identifier]).fetchone()
    if not row: raise HTTPException(400, "Invalid persona_id")
    return json.loads(row[0])


@app.post("/v2/documents")
async def document(document: Document, x_api_key: str = Header("")):
    require(x_api_key)
    body = {"document_id": str(uuid.uuid4()), "status": "processing"} | document.model_dump()
    database.execute("INSERT INTO rows VALUES ('documents', ?, ?)", [body["document_id"], json.dumps(body)])
    return body
