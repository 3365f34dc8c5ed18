import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { slimContracts } from './scripts/slim-contracts.mjs'

// The team app. Every screen is a chunk of its own; contracts travel with the screens that use them, without zod.
export default defineConfig({
  // not relative, which would be from where the program was started
  root: fileURLToPath(new URL('src/app/web', import.meta.url)),
  plugins: [slimContracts(), react(), tailwindcss()],
  build: {
    outDir: '../../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
})
