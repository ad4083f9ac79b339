// case: Nest-like data object checks article slugs with a hyphen before every further word
import { Body, Controller, Post } from '@nestjs/common';
import { IsString, Length, Matches, MaxLength } from 'class-validator';

export class CreateArticle {
  @IsString()
  @Length(3, 120)
  title = '';

  @MaxLength(80)
  @Matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  slug = '';
}

@Controller('articles')
export class ArticlesController {
  private readonly slugs = new Set<string>();

  @Post()
  create(@Body() article: CreateArticle): { created: boolean } {
    const created = !this.slugs.has(article.slug);
    this.slugs.add(article.slug);
    return { created };
  }
}
