// case: class registry that files uploaded schema properties under their parent types
import type { Request, Response } from 'express';

interface PropertyUpload {
  parent: string;
  property: string;
  definition: { type: string; required?: boolean };
}

class SchemaRegistry {
  readonly types: Record<string, Record<string, PropertyUpload['definition']>> = {
    order: {},
    customer: {},
  };

  define(upload: PropertyUpload): void {
    const type = this.types[upload.parent];
    if (!type) throw new RangeError(`unknown type ${upload.parent}`);
    Object.assign(type, { [upload.property]: upload.definition });
  }
}

const registry = new SchemaRegistry();

export function defineProperty(req: Request, res: Response): void {
  try {
    registry.define(req.body as PropertyUpload);
    res.sendStatus(204);
  } catch {
    res.status(400).json({ error: 'unknown type' });
  }
}
