import { useState } from 'react'
import { UseAsEvidence } from '#analyze/questions/web/use-as-evidence.tsx'
import { Button } from '#platform/web/button.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** "Use as evidence" on the page of a theme. */
export default function ThemeEvidence({ themeId, title }: Slots['theme.actions']) {
  const canWrite = useCan('questions:write')
  const [using, setUsing] = useState(false)
  useKeys(
    { q: { run: () => setUsing(true), label: 'Use as evidence', group: 'Theme' } },
    { enabled: canWrite && !using },
  )
  if (!canWrite) return null
  return (
    <>
      <Button kind="ghost" size="sm" icon="link" keys="q" onClick={() => setUsing(true)}>
        Use as evidence
      </Button>
      {using && (
        <UseAsEvidence evidence={{ themeId }} onClose={() => setUsing(false)}>
          <p className="text-ink-2">The theme “{title}” with its items of the last 12 weeks.</p>
        </UseAsEvidence>
      )}
    </>
  )
}
