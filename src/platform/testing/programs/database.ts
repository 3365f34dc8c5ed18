import { startEmbedded } from '#platform/db/embedded/start.ts'

// For the tests of the supervisor: a process that owns (or joins) a database until it is told to stop.
// Arguments: data folder, purpose.
const [dataDir = '', purpose] = process.argv.slice(2)
const say = (message: string) => console.log(message)

try {
  const database = await startEmbedded({
    dataDir,
    purpose: purpose === 'command' ? 'command' : 'server',
    log: { info: say, warn: say, error: say },
  })
  process.on('SIGTERM', () => {
    database.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
  const { uid } = await import('node:fs').then((fs) => fs.statSync(`${dataDir}/postgres/cluster`))
  console.log(
    `ready pid=${database.pid} joined=${database.isJoined} owner=${uid} url=${database.urls.superuser}`,
  )
  if (purpose === 'once') {
    await database.stop()
    process.exit(0)
  }
  setInterval(() => {}, 60_000)
} catch (error) {
  const { message, code, details } = error as {
    message: string
    code?: string
    details?: { exitCode?: number }
  }
  console.log(`refused ${code}: ${message}`)
  process.exit(details?.exitCode ?? 1)
}
