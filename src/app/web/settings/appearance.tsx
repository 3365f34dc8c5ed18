import { Button } from '#platform/web/button.tsx'
import { Segments, Switch } from '#platform/web/form.tsx'
import { openHelp } from '#platform/web/help.tsx'
import { setPreferences, usePreferences } from '#platform/web/preferences.ts'
import { Setting } from '#platform/web/setting.tsx'

/** Theme, density and keys: kept in this browser, for this person. */
export default function Appearance() {
  const { theme, density, keys } = usePreferences()
  return (
    <>
      <Setting title="Theme" text="Light and dark have the same contrast.">
        <Segments
          label="Theme"
          value={theme}
          onChange={(next) => setPreferences({ theme: next })}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </Setting>
      <Setting title="Rows" text="Dense rows show one line instead of two.">
        <Segments
          label="Rows"
          value={density}
          onChange={(next) => setPreferences({ density: next })}
          options={[
            { value: 'comfortable', label: 'Two lines' },
            { value: 'compact', label: 'Dense' },
          ]}
        />
      </Setting>
      <Setting title="Keys" text="Ctrl k and Esc always work.">
        <Switch
          checked={keys}
          onChange={(next) => setPreferences({ keys: next })}
          label="Single keys act (j, k, e and the like)"
        />
        <div>
          <Button onClick={openHelp} keys="?">
            All keys
          </Button>
        </div>
      </Setting>
    </>
  )
}
