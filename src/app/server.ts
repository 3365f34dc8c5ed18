import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { openDatabase } from '#app/database.ts'
import { type House, openHouse } from '#app/house.ts'
import type { Listener } from '#collect/mailbox/listener.ts'
import { baseUrl, type Config } from '#platform/config.ts'
import { AppError } from '#platform/errors.ts'
import { createSetupLink } from '#platform/identity/setup.ts'
import type { Worker } from '#platform/jobs/worker.ts'
import { log } from '#platform/log.ts'

/**
 * Runs the product until it is told to stop: database, HTTP (unless HEARBACK_ROLE=worker) and jobs
 * (unless HEARBACK_ROLE=web). `say` prints what the person who started it needs to read.
 */
export async function startServer(
  config: Config,
  say: (line: string) => void,
): Promise<{ url: string | undefined; stop(): Promise<void> }> {
  const database = await openDatabase(config, 'server')
  let house: House | undefined
  let http: ServerType | undefined
  let worker: Worker | undefined
  let mailIn: Listener | undefined
  const stop = async () => {
    await closeHttp(http)
    await mailIn?.stop()
    await worker?.stop()
    await house?.close()
    await database.stop()
  }
  try {
    house = openHouse({ config, connections: database })
    if (config.HEARBACK_ROLE !== 'worker') http = await listen(house, config)
    if (config.HEARBACK_ROLE !== 'worker' && config.MAIL_IN_PORT !== undefined) {
      mailIn = await (await import('#collect/mailbox/listener.ts')).startListener(house.door)
      say(`Mail is taken in at ${config.MAIL_IN_HOST}, port ${mailIn.port}.`)
    }
    if (config.HEARBACK_ROLE !== 'web') worker = await house.startWorker()
  } catch (error) {
    await stop()
    throw error
  }
  const port = http ? (http.address() as AddressInfo).port : undefined
  const url = port === undefined ? undefined : baseUrl({ ...config, PORT: port })
  await greet(house, config, url, say)
  return { url, stop }
}

async function greet(house: House, config: Config, url: string | undefined, say: (line: string) => void) {
  if (!url) {
    say('Hearback works off jobs; pages are served by a process with HEARBACK_ROLE=web.')
    return
  }
  say(`Hearback is ready at ${url}`)
  const link = await createSetupLink({ ...house.door, config: { ...config, HEARBACK_URL: url } })
  if (link) say(`Create the first owner and workspace here (works once): ${link}`)
  if (!config.HEARBACK_URL)
    say('Only this machine can reach it. Set HEARBACK_URL=https://your.address to open it to others.')
  const cpu = process.cpuUsage()
  log.info({ cpuSeconds: (cpu.user + cpu.system) / 1e6 }, 'ready')
}

function listen(house: House, config: Config): Promise<ServerType> {
  const hostname = config.HOST ?? (config.HEARBACK_URL ? '0.0.0.0' : '127.0.0.1')
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: house.http.fetch, port: config.PORT, hostname }, () => resolve(server))
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new AppError(
            'conflict',
            'port.in_use',
            `Port ${config.PORT} is in use by another program. Stop it, or choose another port: PORT=3001 npm start.`,
          ),
        )
      } else if (error.code === 'EACCES') {
        reject(
          new AppError(
            'forbidden',
            'port.not_allowed',
            `Port ${config.PORT} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start.`,
          ),
        )
      } else reject(error)
    })
  })
}

function closeHttp(server: ServerType | undefined): Promise<void> {
  if (!server?.listening) return Promise.resolve()
  return new Promise((resolve) => {
    server.close(() => resolve())
    // Browsers keep connections open that carry nothing; running requests get a moment to end.
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3000).unref()
  })
}
