namespace AccessKiosk.Enrollment.Files;

/// <summary>
/// Looks through a CSV once, before it is read, as its reader does: that one copies a cell anew for each of its lines, so that a
/// quote which never ends takes hours, and makes an object of each cell.
/// </summary>
internal sealed class CsvLimits
{
    private const int MostLines = 1_000;
    private const int MostCells = 1_000;

    private readonly string _text;
    private readonly char _delimiter;
    private int _at;
    private int _line;

    private CsvLimits(string text, char delimiter, int skipped) => (_text, _delimiter, _line) = (text, delimiter, 1 + skipped);

    /// <summary>Refuses a cell with too many lines, and a row with too many cells.</summary>
    /// <param name="text">The file.</param>
    /// <param name="delimiter">What separates its cells.</param>
    /// <param name="skipped">Lines before the text.</param>
    /// <param name="name">The file's name, for the refusal.</param>
    /// <exception cref="InputException">There is one; its line is named.</exception>
    public static void Require(string text, char delimiter, int skipped, string name)
    {
        var scan = new CsvLimits(text, delimiter, skipped);
        while (scan._at < text.Length)
            scan.Row(name);
    }

    private char Now => _at < _text.Length ? _text[_at] : '\n';

    private bool IsEndOfLine => Now is '\r' or '\n';

    private void Row(string name)
    {
        var line = _line;
        for (var cells = 1; Cell(line, name); cells++)
        {
            if (cells >= MostCells)
                throw new InputException($"{name}: line {line} has more than {MostCells:N0} cells: this is no table of people.");
        }
    }

    // Whether another cell follows in the row.
    private bool Cell(int line, string name)
    {
        SkipBlanks();
        if (Now == '"' && !Quoted(line, name))
        {
            // Read as a row that cannot be: the next line begins another.
            while (!IsEndOfLine)
                _at++;
        }

        while (!IsEndOfLine && Now != _delimiter)
            _at++;
        if (!IsEndOfLine)
        {
            _at++;
            return true;
        }

        EndLine();
        return false;
    }

    // Whether the cell ends where a cell may.
    private bool Quoted(int line, string name)
    {
        for (_at++; _at < _text.Length;)
        {
            if (IsEndOfLine)
            {
                EndLine();
                if (_line - line > MostLines)
                    throw new InputException($"{name}: line {line}: a cell has more than {MostLines:N0} lines: a quote is missing.");
            }
            else if (Now == '"' && _at + 1 < _text.Length && _text[_at + 1] == '"')
            {
                _at += 2;
            }
            else if (_text[_at++] == '"')
            {
                SkipBlanks();
                return IsEndOfLine || Now == _delimiter;
            }
        }

        return true;
    }

    private void SkipBlanks()
    {
        while (!IsEndOfLine && Now != _delimiter && (char.IsWhiteSpace(Now) || Now is '\u200B' or '\uFEFF'))
            _at++;
    }

    private void EndLine()
    {
        _at += Now == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n' ? 2 : 1;
        _line++;
    }
}
