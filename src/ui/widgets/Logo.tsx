/** A sheared piece between two that fell before: the product's mark. */
export function Logo({ size = 27 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 27 27" aria-hidden="true" focusable="false">
      <path d="M1 4h10v16H1z" fill="#12a88d" />
      <path d="M11 4v16l5 6V11z" fill="#12a88d" opacity="0.55" />
      <path d="M16 11h10v15H16z" fill="#12a88d" />
      <path d="M1 22h10v4H1z" fill="#d9991a" />
      <path d="M16 1h10v8.5H16z" fill="#d9991a" />
    </svg>
  )
}
