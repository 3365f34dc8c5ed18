import { type Figure, type Part, say } from './figure.ts'
import { buildProduct, openLab } from './lab.ts'
import { measurePost } from './post.ts'
import { writeReport } from './report.ts'

// npm run bench -- [post] [list] [import] [start] [sizes] [--json] [--quick] [--rounds 5] [--seconds 4]
const args = process.argv.slice(2)
const isJson = args.includes('--json')
const isQuick = args.includes('--quick')
const roundsAt = args.indexOf('--rounds')
const rounds = roundsAt < 0 ? (isQuick ? 3 : 5) : Number(args[roundsAt + 1])
const secondsAt = args.indexOf('--seconds')
const seconds = secondsAt < 0 ? (isQuick ? 2 : 4) : Number(args[secondsAt + 1])
const all = ['post'] as const
const asked = all.filter((name) => args.includes(name))

const measures: Record<(typeof all)[number], () => Promise<Part>> = {
  post: () => inLab((lab) => measurePost(lab, rounds, seconds)),
}

async function inLab(work: (lab: Awaited<ReturnType<typeof openLab>>) => Promise<Part>): Promise<Part> {
  const lab = await openLab()
  try {
    return await work(lab)
  } finally {
    await lab.close()
  }
}

if (!process.env.HEARBACK_PROGRAM) buildProduct()
const parts: Part[] = []
for (const name of asked.length > 0 ? asked : all) {
  say(`Measuring: ${name}`)
  parts.push(await measures[name]())
}
const figures: Figure[] = parts.flatMap((part) => part.figures)
if (asked.length === 0 && !isQuick)
  writeReport(
    figures,
    parts.flatMap((part) => part.notes),
    rounds,
  )
if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`)
else {
  for (const figure of figures) {
    process.stdout.write(
      `${figure.holds ? 'holds ' : 'MISSED'}  ${figure.value} ${figure.unit}  (${figure.target})  ${figure.name}\n`,
    )
  }
  for (const note of parts.flatMap((part) => part.notes)) process.stdout.write(`${note}\n`)
}
process.exit(figures.every((figure) => figure.holds) ? 0 : 1)
