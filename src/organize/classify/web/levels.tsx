import { useState } from 'react'
import type { AutoAccept } from '#organize/classify/contract.ts'
import { fieldLabels } from '#organize/classify/web/fields.ts'
import { Switch } from '#platform/web/form.tsx'

const fields = ['type', 'priority', 'area'] as const

/** From which confidence on a suggestion counts by itself. */
export function Levels({
  levels,
  disabled,
  onChange,
}: {
  levels: AutoAccept
  disabled: boolean
  onChange(next: AutoAccept): void
}) {
  return fields.map((field) => (
    <Level
      key={field}
      label={fieldLabels[field]}
      level={levels[field]}
      disabled={disabled}
      onChange={(level) => onChange({ ...levels, [field]: level })}
    />
  ))
}

function Level({
  label,
  level,
  disabled,
  onChange,
}: {
  label: string
  level: AutoAccept['type']
  disabled: boolean
  onChange(next: AutoAccept['type']): void
}) {
  const [moved, setMoved] = useState<number>()
  const shown = moved ?? Math.round(level.confidence * 100)
  const settle = () => {
    if (moved === undefined) return
    setMoved(undefined)
    if (moved / 100 !== level.confidence) onChange({ ...level, confidence: moved / 100 })
  }
  return (
    <div className="row min-h-8 flex-wrap">
      <span className="w-28">
        <Switch
          checked={level.isOn}
          label={label}
          disabled={disabled}
          onChange={(isOn) => onChange({ ...level, isOn })}
        />
      </span>
      <input
        type="range"
        className="w-40 accent-accent"
        min={50}
        max={100}
        value={shown}
        disabled={disabled || !level.isOn}
        aria-label={`${label}: from this confidence on`}
        aria-valuetext={`from ${shown} percent on`}
        onChange={(event) => setMoved(Number(event.target.value))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
      />
      <span className={`num nowrap ${level.isOn ? '' : 'muted'}`}>from {shown} %</span>
    </div>
  )
}
