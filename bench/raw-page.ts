import { createServer } from 'node:http'
import pg from 'pg'

// What the portal is measured against: node:http and pg, one row read by its key and shown as a page, nothing else.
// Arguments: connection string of the tables' owner, workspace id. The path is the id of the request.
const [connectionString, workspaceId] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 32 })

const server = createServer((request, response) => {
  pool
    .query<{ title: string; voters: number }>({
      name: 'read',
      text: 'select public_title as title, voters from requests where workspace_id = $1 and id = $2',
      values: [workspaceId, request.url!.slice(1)],
    })
    .then(({ rows: [row] }) => {
      const page = `<!doctype html><title>${row!.title}</title><h1>${row!.title}</h1><p>${row!.voters} votes</p>`
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-length': Buffer.byteLength(page),
      })
      response.end(page)
    })
    .catch((error: Error) => {
      response.writeHead(500)
      response.end(error.message)
    })
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as { port: number }).port}`))
process.on('SIGTERM', () => process.exit(0))
