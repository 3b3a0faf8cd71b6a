using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Liquid;

/// <summary>
/// Refuses names in the configuration that are no option, and values of another shape than the option's, which the framework
/// passes over: so a setting that has no effect does not go unnoticed.
/// </summary>
internal sealed class UnknownSettings(IConfiguration configuration) : IValidateOptions<LiquidOptions>
{
    private const string List = nameof(LiquidOptions.AllowedOrigins);

    private static readonly string[] _known =
        [.. typeof(LiquidOptions).GetProperties().Select(property => property.Name).Where(name => name != nameof(LiquidOptions.SpaceOf)).Order()];

    public ValidateOptionsResult Validate(string? name, LiquidOptions options)
    {
        var problems = configuration.GetChildren().Select(ProblemOf).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? ProblemOf(IConfigurationSection setting)
    {
        if (!_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            return $"{setting.Path} is no setting. There are: {string.Join(", ", _known)}.";
        }

        var isList = string.Equals(setting.Key, List, StringComparison.OrdinalIgnoreCase);
        return isList && !string.IsNullOrEmpty(setting.Value)
                ? $"{setting.Path} is a list. Write its values one by one: --{setting.Path}:0={setting.Value}"
            : !isList && setting.GetChildren().FirstOrDefault() is { } part
                ? $"{part.Path} is no setting: {setting.Path} has one value."
            : null;
    }
}
