import { createServer } from 'node:http'
import pg from 'pg'

// What the product is measured against: node:http and pg, one autocommitted insert into the same table, nothing else.
// Arguments: connection string of the tables' owner, workspace id.
const [connectionString, workspaceId] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 32 })
let count = 0

/** Ids in the order of time, as the product makes them. */
function nextId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const rest = (++count).toString(16).padStart(16, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${rest.slice(1, 4)}-${rest.slice(4)}`
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { verbatim, channel } = JSON.parse(Buffer.concat(chunks).toString()) as {
      verbatim: string
      channel: string
    }
    const id = nextId()
    const now = new Date()
    pool
      .query({
        name: 'insert',
        text: `insert into feedback_items (workspace_id, id, channel, verbatim, occurred_at, received_at, is_history)
          values ($1, $2, $3, $4, $5, $5, false)`,
        values: [workspaceId, id, channel, verbatim, now],
      })
      .then(() => {
        const body = JSON.stringify({ id, verbatim, channel, receivedAt: now })
        response.writeHead(201, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        })
        response.end(body)
      })
      .catch((error: Error) => {
        response.writeHead(500)
        response.end(error.message)
      })
  })
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as { port: number }).port}`))
process.on('SIGTERM', () => process.exit(0))
