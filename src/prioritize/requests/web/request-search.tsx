import { useEffect, useState } from 'react'
import { TextInput } from '#platform/web/form.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** Words to find requests by; asked when the typing rests. */
export function RequestSearch({ value, onChange }: { value: string; onChange(q: string): void }) {
  const [text, setText] = useState(value)
  const settled = useSettled(text.trim())
  // biome-ignore lint/correctness/useExhaustiveDependencies: when what was typed has settled
  useEffect(() => {
    if (settled !== value) onChange(settled)
  }, [settled])
  return (
    <TextInput
      type="search"
      aria-label="Find requests"
      placeholder="Find requests"
      className="w-52 flex-none"
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
