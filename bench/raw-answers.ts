import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'

// What an answer from the page of a mail is measured against: node:http and pg, one autocommitted insert of the same
// content into the same table, nothing else. Arguments: connection string of the tables' owner, workspace id.
const [connectionString, workspaceId] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 32 })

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const given = {
      score: { number: Number(form.get('score')), choices: [], words: null },
      reason: { number: null, choices: form.getAll('reason'), words: null },
      words: { number: null, choices: [], words: form.get('words') },
      contact: { number: Number(form.get('contact')), choices: [], words: null },
    }
    const invitationId = request.url!.slice(1)
    pool
      .query({
        name: 'insert',
        text: `insert into survey_sends (workspace_id, id, invitation_id, given, link, is_trapped, sent_at)
          values ($1, $2, $3, $4, $5, false, $6)`,
        values: [
          workspaceId,
          randomUUID(),
          invitationId,
          JSON.stringify(given),
          form.get('score'),
          new Date(),
        ],
      })
      .then(() => {
        response.writeHead(303, { location: request.url, 'content-length': 0 })
        response.end()
      })
      .catch((error: Error) => {
        response.writeHead(500)
        response.end(error.message)
      })
  })
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as { port: number }).port}`))
process.on('SIGTERM', () => process.exit(0))
