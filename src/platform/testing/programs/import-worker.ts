// Works on an import in a process of its own, for the tests that kill it: import-worker.ts <workspace id> <import id>.
// With HEARBACK_TEST_STOP=1 it stops itself (SIGSTOP) after the first chunk, where it holds no transaction.
import { openHouse } from '#app/house.ts'
import { workOnImport } from '#collect/imports/commands/work.ts'
import { readConfig } from '#platform/config.ts'

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
const [workspaceId = '', importId = ''] = process.argv.slice(2)
let isToStop = process.env.HEARBACK_TEST_STOP === '1'
await workOnImport(house.door, workspaceId, importId, {
  onProgress: (run) => {
    console.log(`read ${run.rowsRead}`)
    if (!isToStop) return
    isToStop = false
    process.kill(process.pid, 'SIGSTOP')
  },
})
await house.close()
console.log('ended')
