import { main } from '#app/cli.ts'

await main(process.argv)
