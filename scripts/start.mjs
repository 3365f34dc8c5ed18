// npm start: builds when the sources changed, then serves.
import { run } from './run.mjs'

await run(['start', ...process.argv.slice(2)])
