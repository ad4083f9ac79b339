// case: sequelize is constructed with positional name, user and password literals
import { DataTypes, Model, Sequelize } from 'sequelize';

export const sequelize = new Sequelize('warehouse', 'warehouse_app', 'Juniper$Anvil908', {
  host: 'mysql.internal.example.net',
  dialect: 'mysql',
  logging: false,
  pool: { max: 5, idle: 10_000 },
});

export class Bin extends Model {}

Bin.init(
  {
    code: { type: DataTypes.STRING(12), allowNull: false, unique: true },
    capacity: { type: DataTypes.INTEGER, allowNull: false },
  },
  { sequelize, modelName: 'bin' },
);
