import { useState } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Switch } from '#platform/web/form.tsx'
import { keyCaps, knownKeys, useKeys } from '#platform/web/keys.tsx'
import { setPreferences, usePreferences } from '#platform/web/preferences.ts'
import { logLine, useToastLog } from '#platform/web/toast.tsx'

let show: (() => void) | undefined

/** Opens the list of keys. */
export function openHelp() {
  show?.()
}

/** All keys that act here, the switch that turns single keys off, and what was said lately. */
export function Help() {
  const [keys, setKeys] = useState<ReturnType<typeof knownKeys>>()
  const { keys: isOn } = usePreferences()
  const log = useToastLog()
  show = () => setKeys(knownKeys())
  useKeys({ '?': { run: () => show?.(), label: 'All keys', group: 'Everywhere' } })
  // what is special to this page first
  const common = ['Lists', 'Go to', 'Everywhere']
  const groups = [...new Set((keys ?? []).map((one) => one.group))].sort(
    (a, b) => common.indexOf(a) - common.indexOf(b),
  )
  return (
    <Dialog open={keys !== undefined} onClose={() => setKeys(undefined)} title="Keys">
      <div className="mt-3">
        <Switch
          checked={isOn}
          onChange={(next) => setPreferences({ keys: next })}
          label="Single keys act (j, k, e and the like)"
        />
      </div>
      {groups.map((group) => (
        <section key={group} className="mt-4">
          <h3 className="sec mb-1">{group}</h3>
          <dl className="grid grid-cols-[7rem_1fr] gap-y-1">
            {keys
              ?.filter((one) => one.group === group)
              .map((one) => (
                <div key={one.keys} className="contents">
                  <dt className="row gap-1">
                    {keyCaps(one.keys).map((cap) => (
                      <Kbd key={cap}>{cap}</Kbd>
                    ))}
                    <span className="vh">{one.keys}</span>
                  </dt>
                  <dd>{one.label}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      {log.length > 0 && (
        <section className="mt-4">
          <h3 className="sec mb-1">Said lately</h3>
          <ul className="text-ink-2">
            {log.map(logLine).map((line) => (
              <li key={line.key} className="row">
                <span className="muted num">{line.time}</span> <span>{line.message}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}
