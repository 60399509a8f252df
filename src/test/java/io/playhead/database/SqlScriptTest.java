package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void statements_end_at_their_semicolons() {
        assertThat(SqlScript.statements("SELECT 1;\n\nSELECT 2;\n")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(SqlScript.statements("SELECT 1")).containsExactly("SELECT 1");
        assertThat(SqlScript.statements(" ; ;\n")).isEmpty();
    }

    @Test
    void a_semicolon_in_a_text_a_name_or_a_function_ends_nothing() {
        assertThat(SqlScript.statements("""
                        SELECT 'a;''b;' AS "c;d";
                        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$
                        BEGIN PERFORM $$x;y$$; END $body$;
                        DO $$ BEGIN; END $$""")).containsExactly("SELECT 'a;''b;' AS \"c;d\"", """
                        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$
                        BEGIN PERFORM $$x;y$$; END $body$""", "DO $$ BEGIN; END $$");
    }

    @Test
    void comments_are_left_out_and_end_nothing() {
        assertThat(SqlScript.statements("-- one; two\nSELECT 1 /* ; */ -- three;\n;SELECT '--';"))
                .containsExactly("SELECT 1", "SELECT '--'");
    }

    @Test
    void parts_are_separated_outside_of_parentheses() {
        assertThat(SqlScript.parts("a numeric(1, 2), CHECK (b IN ('x', 'y)', f(c, d))), e", ","))
                .containsExactly("a numeric(1, 2)", "CHECK (b IN ('x', 'y)', f(c, d)))", "e");
    }
}
