import { useState } from 'react'

/** Texts that are being written, by workspace and playbook: they outlast a look at another screen, not a reload. */
const drafts = new Map<string, string>()

/** The draft of a playbook; undefined while nobody edits it. */
export function useDraft(
  slug: string,
  key: string,
): [string | undefined, (text: string | undefined) => void] {
  const name = `${slug} ${key}`
  const [text, set] = useState(drafts.get(name))
  return [
    text,
    (next) => {
      if (next === undefined) drafts.delete(name)
      else drafts.set(name, next)
      set(next)
    },
  ]
}
