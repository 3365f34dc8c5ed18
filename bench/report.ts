import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Part } from './figure.ts'
import { root } from './lab.ts'

const intro = `# Benchmarks

Written by \`npm run bench -- --write\`. Where a figure is a ratio, both sides were measured in turns within one run on
one machine, so that it means the same on a slow machine and a fast one; each is the median of all rounds. The database
is the embedded PostgreSQL with fsync, made for the run. \`npm run bench -- post\` measures one part, \`-- --json\` prints
the figures as JSON.
`

/** Writes the measured parts into docs/benchmarks.md; the others stay as they were measured before. */
export function writeReport(measured: ReadonlyMap<string, Part>, order: readonly string[]): void {
  const file = join(root, 'docs', 'benchmarks.md')
  const known = new Map(
    (existsSync(file) ? readFileSync(file, 'utf8') : '')
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)/.exec(section)![1]!, section.trimEnd()]),
  )
  for (const [name, part] of measured) known.set(name, sectionOf(name, part))
  const sections = order.flatMap((name) => known.get(name) ?? [])
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(file, `${[intro.trimEnd(), ...sections].join('\n\n')}\n`)
}

function sectionOf(name: string, { figures, notes }: Part): string {
  const rows = figures.map(
    ({ name, value, unit, target, holds }) =>
      `| ${name} | ${value} ${unit} | ${target} | ${holds ? 'yes' : '**no**'} |`,
  )
  const where = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB of memory`
  return `## ${name}

| figure | measured | target | holds |
| --- | --- | --- | --- |
${rows.join('\n')}

Measured on ${new Date().toISOString().slice(0, 10)} with ${where}.
${notes.length > 0 ? `\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''}`.trimEnd()
}
