import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeRouter } from '#app/web/router.tsx'
import { applyPreferences } from '#platform/web/preferences.ts'
import { makeQueryClient } from '#platform/web/query.ts'
import '#platform/web/theme.css'

applyPreferences()
const outside = /^\/(sign-in|setup|join|reset)/
const queries = makeQueryClient(() => {
  if (outside.test(location.pathname)) return
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
})

// a release while the page is open: the old screen files are gone, so load the new page
addEventListener('vite:preloadError', () => location.reload())

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={makeRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
)
