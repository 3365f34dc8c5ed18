import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'

// What the sending of a wave is measured against: the pool of nodemailer and one mail that was composed before, nothing
// else. Arguments: port, connections, mails, file of the mail.
const [port, connections, count, file] = process.argv.slice(2)
const raw = readFileSync(file!)
const pool = createTransport({
  host: '127.0.0.1',
  port: Number(port),
  ignoreTLS: true,
  pool: true,
  maxConnections: Number(connections),
  maxMessages: Number.POSITIVE_INFINITY,
})
let next = 0
const started = performance.now()
// As many senders as there are connections, and one each that waits, so that none is ever idle.
await Promise.all(
  Array.from({ length: 2 * Number(connections) }, async () => {
    while (next < Number(count)) {
      const to = `floor${next++}@customer.example`
      await pool.sendMail({ envelope: { from: 'hello@larkfield.example', to }, raw })
    }
  }),
)
console.log(`seconds ${(performance.now() - started) / 1000}`)
pool.close()
