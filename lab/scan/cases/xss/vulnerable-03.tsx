// case: React component that shows a product description coming from sellers
import React from 'react';

interface Product {
  id: string;
  title: string;
  sellerDescription: string;
}

export async function loadProduct(id: string): Promise<Product> {
  const response = await fetch(`/api/products/${encodeURIComponent(id)}`);
  return (await response.json()) as Product;
}

export function ProductCard(props: { product: Product }): React.ReactElement {
  const { title, sellerDescription } = props.product;
  return (
    <article className="card">
      <h2>{title}</h2>
      <div className="description" dangerouslySetInnerHTML={{ __html: sellerDescription }} />
    </article>
  );
}
