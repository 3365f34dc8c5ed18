import { useEffect, useState } from 'react'

/** A value (of plain data) once nobody has changed it for a moment: what is typed is asked about when typing rests. */
export function useSettled<T>(value: T, ms = 300): T {
  const [settled, set] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => set(text === undefined ? (undefined as T) : JSON.parse(text)), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return settled
}
