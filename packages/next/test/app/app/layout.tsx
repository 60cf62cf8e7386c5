import { type ReactNode, Suspense } from 'react'

/** Under Cache Components, what waits for a request has to stand behind a boundary. */
const Frame = process.env.SHOP ? Suspense : 'div'

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Frame>{children}</Frame>
      </body>
    </html>
  )
}
