import { lazy, Suspense } from 'react'
import type { DialogBoxProps } from '#platform/web/dialog-box.tsx'
import type { PopProps } from '#platform/web/pop.tsx'

// Nothing of this is on the page when it opens, so it is fetched after it: on the first press, or when the browser idles.
const loadPop = () => import('#platform/web/pop.tsx')
const loadDialog = () => import('#platform/web/dialog-box.tsx')
const loadPalette = () => import('#platform/web/palette-box.tsx')
const LazyPop = lazy(loadPop)
const LazyDialog = lazy(loadDialog)
export const LazyPalette = lazy(loadPalette)

/** Fetches menus, dialogs and palette while nothing else is to be done. */
export function preloadOverlays() {
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500))
  idle(() => {
    for (const load of [loadPop, loadDialog, loadPalette]) load().catch(() => {})
  })
}

/** A surface that hangs on an element. Mount it while it is open. */
export function Hang(props: PopProps) {
  return (
    <Suspense>
      <LazyPop {...props} />
    </Suspense>
  )
}

/** A modal surface. Mount it while it is open. */
export function Modal(props: DialogBoxProps) {
  return (
    <Suspense>
      <LazyDialog {...props} />
    </Suspense>
  )
}
