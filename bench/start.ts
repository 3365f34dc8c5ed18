import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '#platform/testing/program.ts'
import { atMost, median, type Part, say } from './figure.ts'
import { command, hearback } from './lab.ts'

/** Processor time of our process from its first instruction until it answers, on a data folder in use. */
export async function measureStart(rounds: number): Promise<Part> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearback-bench-start-'))
  const env = { HEARBACK_DATA: dataDir, PORT: '0', HEARBACK_LOG: 'info', DATABASE_URL: '' }
  try {
    command(
      env,
      ['setup', '--workspace', 'Bench', '--owner', 'owner@bench.example', '--password-stdin'],
      'a long bench password\n',
    )
    const seconds: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const program = startProgram(hearback, ['start'], { env })
      const [, cpu] = await program.line(/"cpuSeconds":([\d.]+)/)
      program.kill('SIGTERM')
      await program.ended
      if (round > 0) seconds.push(Number(cpu)) // the first one warms the disk
    }
    say(`start: ${seconds.map((value) => value.toFixed(2)).join(' ')} s`)
    return { figures: [atMost('Warm start to ready, processor time', median(seconds), 1, 's')], notes: [] }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
