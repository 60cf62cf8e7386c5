'use client'

/** The store is down, or the session got a new key a moment ago: coming again helps with both. */
export default function Failed({ reset }: { readonly reset: () => void }) {
  return (
    <main>
      <h1>Please try again in a moment</h1>
      <p className="lead">Nothing was changed, and nobody was signed out.</p>
      <p>
        <button type="button" className="primary" onClick={reset}>
          Try again
        </button>
      </p>
    </main>
  )
}
