// case: React component that purifies a seller's description before it becomes markup
import React from 'react';
import DOMPurify from 'isomorphic-dompurify';

interface Product {
  id: string;
  title: string;
  sellerDescription: string;
}

export function ProductCard(props: { product: Product }): React.ReactElement {
  const { title, sellerDescription } = props.product;
  const clean = DOMPurify.sanitize(sellerDescription, { ALLOWED_TAGS: ['p', 'b', 'i', 'ul', 'li'], ALLOWED_ATTR: [] });
  return (
    <article className="card">
      <h2>{title}</h2>
      <div className="description" dangerouslySetInnerHTML={{ __html: clean }} />
    </article>
  );
}
