import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { root } from './lab.ts'

/** Writes docs/benchmarks.md: the figures, what they were measured on, and how to measure them again. */
export function writeReport(figures: readonly Figure[], notes: readonly string[], rounds: number): void {
  const rows = figures.map(
    (figure) =>
      `| ${figure.name} | ${figure.value} ${figure.unit} | ${figure.target} | ${figure.holds ? 'yes' : '**no**'} |`,
  )
  const text = `# Benchmarks

Written by \`npm run bench\`. Each figure is a ratio within one run on one machine, so that it means the same on a
slow machine and a fast one; the median of ${rounds} interleaved rounds. The database is the embedded PostgreSQL with
fsync, made for the run. \`npm run bench -- post\` measures one part, \`-- --json\` prints the figures as JSON.

| figure | measured | target | holds |
| --- | --- | --- | --- |
${rows.join('\n')}

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB of memory.

## Absolute figures of this run

${notes.map((note) => `- ${note}`).join('\n')}
`
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(join(root, 'docs', 'benchmarks.md'), text)
}
