// A sender in a process of its own, for the tests that kill it: mail-sender.ts <workspace id>.
import { openHouse } from '#app/house.ts'
import { readConfig } from '#platform/config.ts'
import { drainWorkspace } from '#platform/mail/sender.ts'

const now = new Date(process.env.HEARBACK_TEST_NOW ?? Date.now())
const config = readConfig()
const house = openHouse({
  config,
  connections: {
    app: { connectionString: config.DATABASE_URL },
    jobs: { connectionString: config.DATABASE_JOBS_URL },
  },
  now: () => now,
})
await drainWorkspace(house.door, process.argv[2] ?? '')
await house.close()
console.log('drained')
