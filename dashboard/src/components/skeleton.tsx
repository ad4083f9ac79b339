/** The place of what is still being read. */
export const Skeleton = ({ lines = 6 }: { readonly lines?: number }) => (
  <div class="skeleton" role="status" aria-label="Being read">
    {Array.from({ length: lines }, (_, index) => <i key={index} />)}
  </div>
);
