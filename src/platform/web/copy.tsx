import { useState } from 'react'
import { Button } from '#platform/web/button.tsx'

/** A text to copy: a link or a secret that is shown once. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const [state, set] = useState<'ready' | 'copied' | 'by hand'>('ready')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      set('copied')
    } catch {
      // without https the browser keeps the clipboard to itself
      set('by hand')
    }
  }
  return (
    <div>
      <div className="row">
        <input
          className="field font-mono text-xs"
          readOnly
          value={text}
          aria-label={label}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>{state === 'copied' ? 'Copied' : 'Copy'}</Button>
      </div>
      {state === 'by hand' && <p className="help mt-1">Select the text and copy it with Ctrl c.</p>}
    </div>
  )
}
