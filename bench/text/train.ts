import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode, heads } from '#text/model/weights.ts'
import { calibrate } from './calibrate.ts'
import { datasetsFolder } from './datasets.ts'
import { trained } from './model.ts'

/** npm run train:text [-- --datasets FOLDER]: trains the shipped weights; the same sets give the same bytes. */

const folder = datasetsFolder()
const root = process.env.HEARBACK_ROOT ?? '.'
const started = Date.now()
const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`
console.error('Training from the licensed sets …')
const weights = trained(folder)
console.error(`Trained in ${seconds()}. Calibrating on sources left out …`)
calibrate(folder, weights)
const bytes = encode(weights)
writeFileSync(join(root, 'src/text/model/text-model.bin'), bytes)
console.error(
  `Wrote src/text/model/text-model.bin, ${(bytes.length / 1024).toFixed(0)} KB, in ${seconds()}. Calibration by head:`,
)
for (const [h, head] of heads.entries())
  console.error(
    `  ${head.padEnd(12)} slope ${weights.slopes[h]!.toFixed(2)}, offset ${weights.offsets[h]!.toFixed(2)}`,
  )
