import { totalmem } from 'node:os'

const megabyte = 1024 * 1024

/**
 * The server's settings, given at every start, so that a new version of the product brings its own.
 * Durability is never traded away; only the throwaway clusters of tests run without fsync.
 */
export function serverSettings(options: { major: number; socketDir: string; test: boolean }): string[] {
  const memory = availableMemory()
  const share = (part: number, least: number, most: number) =>
    `${Math.round(Math.min(Math.max(memory * part, least * megabyte), most * megabyte) / megabyte)}MB`
  const settings: Record<string, string | number | undefined> = {
    listen_addresses: '',
    port: 5432, // names the socket file only
    unix_socket_directories: options.socketDir,
    unix_socket_permissions: '0700',
    dynamic_shared_memory_type: 'mmap', // containers often have a tiny /dev/shm
    max_connections: options.test ? 200 : 100,
    shared_buffers: options.test ? '128MB' : share(1 / 8, 64, 512),
    effective_cache_size: share(1 / 2, 128, 8192),
    maintenance_work_mem: share(1 / 32, 32, 256),
    work_mem: '8MB',
    random_page_cost: 1.1,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off', // costs more than it gives on short queries
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] %q%u@%d ',
    autovacuum_naptime: '30s',
    // The passwords are 256 random bits; stretching them would only make connecting slow.
    scram_iterations: options.major >= 16 ? 1 : undefined,
    // One process serves everything; separate reader processes pay off on larger machines only.
    io_method: options.major >= 18 ? 'sync' : undefined,
    ...(options.test
      ? {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          autovacuum: 'off', // it works on databases that live for seconds, and holds the template open
          max_wal_size: '256MB', // the databases of tests lie in memory
          max_wal_senders: 0,
          wal_level: 'minimal',
        }
      : {}),
  }
  return Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : ['-c', `${name}=${value}`],
  )
}

/** Memory of the machine, or of the container when that is less; in bytes. */
function availableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}
