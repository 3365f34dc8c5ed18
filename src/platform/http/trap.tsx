/** @jsxImportSource hono/jsx */

/**
 * A button that people do not see and programs press, the first on the page; in a form of its own, so that Enter in the
 * other one never presses it.
 */
export function HiddenForm({ label }: { label: string }) {
  return (
    <form method="post" class="trap" aria-hidden="true">
      <input type="hidden" name="website" value="pressed" />
      <button type="submit" tabindex={-1}>
        {label}
      </button>
    </form>
  )
}

/** A field that people do not see and programs fill. */
export function Trap({ label }: { label: string }) {
  return (
    <div class="trap" aria-hidden="true">
      <label>
        {label}
        <input type="text" name="website" tabindex={-1} autocomplete="off" />
      </label>
    </div>
  )
}
