import { spawnSync } from 'node:child_process'
import { Product, pause, until } from './product.ts'

export interface FullDiskOutcome {
  acknowledged: number
  /** Items that are there once space was made. */
  kept: number
  /** Status and code of every refusal. */
  refusals: string[]
}

const mount = (...args: string[]) => spawnSync('mount', args).status === 0

/**
 * Posts to a product whose data folder is a small file system until it is full, makes space, and looks what is there.
 * Undefined where no file system can be mounted (that needs root).
 */
export async function fillTheDisk(): Promise<FullDiskOutcome | undefined> {
  let isMounted = false
  let dataDir = ''
  const product = await Product.create(['feedback:write', 'feedback:read'], (folder) => {
    dataDir = folder
    isMounted = mount('-t', 'tmpfs', '-o', 'size=130m', 'tmpfs', folder)
  })
  try {
    if (!isMounted) return undefined
    await product.start()
    let acknowledged = 0
    const refusals = new Set<string>()
    for (let batch = 0, refused = 0; refused < 5; batch++) {
      const items = Array.from({ length: 200 }, (_, n) => ({
        verbatim: `${batch}.${n} ${'words that take up space '.repeat(20)}`,
        channel: 'email',
        externalId: `${batch}.${n}`,
      }))
      const { status, body } = await product.call('POST', '/api/v1/feedback/batch', { items })
      if (status < 300) acknowledged += items.length
      else {
        refused += 1
        refusals.add(`${status} ${body.code}`)
        await pause(200)
      }
    }
    mount('-o', 'remount,size=600m', dataDir)
    await until('it is ready again', 60, async () => {
      await pause(200)
      return (await product.call('GET', '/health/ready')).status === 200
    })
    const [row] = await product.query<{ n: number }>('select count(*)::int as n from feedback_items')
    return { acknowledged, kept: row!.n, refusals: [...refusals].sort() }
  } finally {
    await product.stop()
    if (isMounted) spawnSync('umount', [dataDir])
    await product.remove()
  }
}
