// case: sequelize model declares password and token columns, no values
import { DataTypes, Model, Sequelize } from 'sequelize';

export const sequelize = new Sequelize(process.env['DATABASE_URL'] ?? '', { dialect: 'mysql', logging: false });

export class Account extends Model {}

Account.init(
  {
    email: { type: DataTypes.STRING(200), allowNull: false, unique: true },
    passwordHash: { type: DataTypes.STRING(100), allowNull: false, field: 'password_hash' },
    resetToken: { type: DataTypes.STRING(64), field: 'password_reset_token_sha256' },
    apiKey: { type: DataTypes.STRING(64), field: 'api_key_digest_column' },
  },
  {
    sequelize,
    modelName: 'account',
    defaultScope: { attributes: { exclude: ['passwordHash', 'resetToken', 'apiKey'] } },
  },
);
