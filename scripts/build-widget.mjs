// Builds the widget: a loader for every page, and the parts it fetches when somebody opens the form.
import { createHash } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The loader is part of every page of a customer: it must stay small. */
export const loaderLimitBytes = 8 * 1024

/** Writes widget.js and its hashed parts to `outdir`; answers their sizes. Fails when the loader outgrows its limit. */
export async function buildWidget({ outdir, root }) {
  const { build } = await import('esbuild')
  const embed = join(root, 'src/collect/widget/embed')
  await mkdir(outdir, { recursive: true })
  const sizes = {}

  const bundle = async (entry, format, define) => {
    const result = await build({
      entryPoints: [join(embed, entry)],
      absWorkingDir: root,
      bundle: true,
      minify: true,
      write: false,
      format,
      platform: 'browser',
      target: ['es2022', 'chrome105', 'firefox121', 'safari16.4'],
      legalComments: 'none',
      charset: 'utf8',
      define,
      logLevel: 'error',
    })
    return result.outputFiles[0].text
  }
  const put = async (name, text) => {
    await writeFile(join(outdir, name), text)
    sizes[name] = { bytes: Buffer.byteLength(text), gzip: gzipSync(text, { level: 9 }).length }
    return name
  }
  const hashed = (name, text) =>
    put(`${name}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.js`, text)

  const texts = {}
  const launcher = {}
  for (const file of await readdir(join(embed, 'texts'))) {
    const language = file.slice(0, 2)
    const text = await bundle(`texts/${file}`, 'esm', {})
    launcher[language] = /launcher:"((?:[^"\\]|\\.)*)"/.exec(text)[1]
    if (language !== 'en') texts[language] = await hashed(`text-${language}`, text)
  }
  const capture = await hashed('capture', await bundle('capture.ts', 'esm', {}))
  const panel = await hashed(
    'panel',
    await bundle('panel.ts', 'esm', {
      TEXT_CHUNKS: JSON.stringify(texts),
      CAPTURE_CHUNK: JSON.stringify(capture),
    }),
  )
  const card = await hashed('card', await bundle('card.ts', 'esm', {}))
  const loader = await bundle('loader.ts', 'iife', {
    PANEL_CHUNK: JSON.stringify(panel),
    CARD_CHUNK: JSON.stringify(card),
    LAUNCHER_TEXTS: JSON.stringify(launcher),
  })
  await put('widget.js', loader)
  await put('demo.js', await bundle('demo.ts', 'iife', {}))
  if (sizes['widget.js'].gzip > loaderLimitBytes) {
    throw new Error(
      `widget.js is ${sizes['widget.js'].gzip} bytes with gzip; at most ${loaderLimitBytes} are allowed.`,
    )
  }
  return sizes
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const sizes = await buildWidget({ outdir: join(root, 'dist/widget'), root })
  for (const [name, { bytes, gzip }] of Object.entries(sizes))
    console.log(`${name.padEnd(28)} ${bytes} bytes, ${gzip} with gzip`)
}
