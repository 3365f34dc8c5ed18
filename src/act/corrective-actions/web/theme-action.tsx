import { useState } from 'react'
import { LogAction } from '#act/corrective-actions/web/action-form.tsx'
import { Button } from '#platform/web/button.tsx'
import { useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** "Log an action" on the page of a theme: its mentions will show whether it helped. */
export default function ThemeAction({ themeId }: Slots['theme.actions']) {
  const go = useGo()
  const canWrite = useCan('cases:write')
  const [isLogging, setLogging] = useState(false)
  useKeys(
    { l: { run: () => setLogging(true), label: 'Log a corrective action', group: 'Theme' } },
    { enabled: canWrite && !isLogging },
  )
  if (!canWrite) return null
  return (
    <>
      <Button kind="ghost" size="sm" icon="plus" keys="l" onClick={() => setLogging(true)}>
        Log an action
      </Button>
      {isLogging && (
        <LogAction
          about={{ themeId }}
          onClose={() => setLogging(false)}
          onLogged={({ id }) => go(`actions/${id}`)}
        />
      )}
    </>
  )
}
