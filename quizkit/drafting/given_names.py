"""Given names by which a person is known who has no office: common ones of Europe and America.

Small letters, without accents. Names that are words, places or months as well are left out.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    aaron abdul abdullah abel abigail abner abraham ada adam adela adolf adrian agapito agata agnes
    agustin ahmed aisha akira alan albert alberto alejandra alejandro aleksander aleksandr aleksandra
    alessandro alex alexander alexandra alexei alexey alexis alfred alfredo ali alice alicia alina allan
    alma alonso alphonse alvaro alyaksandr alyona amadeus amalia amanda amelia amina amy ana anastasia
    anatole anatoli anatoly anders andre andrea andreas andrei andrej andres andrew andrey andriy andrzej
    andy angela angelica anita anja anke anna anne annelise annie anselm anthony antoine anton antonia
    antonin antonio antonis ariel aristide arkady armando arnold artem arthur arturo artyom arvid aslan
    astrid august auguste augusto aurelia aurelio axel baltasar barack barbara bartolome beatrice beatrix
    beatriz belisario ben benedict benito benjamin bernal bernard bernardo bernhard bernie bert bertha
    bertrand betty bill billy bjarne bjorn blaise bob bogdan bohdan booker boris branko brian bridget
    bruno camila camille camilo carl carla carlo carlos carmela carmen carol carolina caroline caspar
    catalina catherine cecilia celestino celia cesar charles charlie chiara chris christian christina
    christine christoph christopher cipriano clara clarence claude claudia claudio clement clemente
    clementine colette constantin cornelia cornelius cosimo cosme craig cristina cristobal cyril dagmar
    damian daniel daniela danuta darko darya dave david deborah demetrio denis dennis diana dick diego
    dieter dietrich dimitri dionisio dmitri dmitrij dmitriy dmitry dmytro dolores dominic don donald donna
    dorothea dorothy douglas dragan duarte dusan dwight ebenezer edgar edith edmund edna edouard edsger
    eduard eduardo edvard edward edwin eero efrain egon eileen einar ekaterina elaine eleanor elena elias
    elihu elin elisabeth elisabetta eliza elizabeth ella ellen eloisa elsa elvira emil emile emilia
    emiliano emilija emilio emily emma emmanuel emmeline emmy enrico enrique enriqueta epifanio erasmus
    eric erica erich erik ernest ernesto ernst erwin esteban esther etienne eugen eugene eugenia eusebio
    eva evariste evaristo evelyn evgeny ewa ezra fabian facundo fanny fatima federica federico felicia
    felipe felix ferdinand fermin fernanda fernando fidel filip filomena fjodor flora florencio florian
    frances francesca francesco francis francisca francisco franco francois francoise frank franz fred
    frederic frederick fredrik friedrich fritz fyodor gabriel gabriela galeazzo galileo gamal gareth gary
    gaspar gaspard gavin genaro genevieve gennadi gennady geoffrey georg george georges gerald gerard
    gerardo gerda gerhard gertrude gertrudis giacomo gilbert giorgio giovanni giuseppe giuseppina gloria
    gonzalo goran gordon grace graham greg gregor gregorio gregory greta grigory grover grzegorz guadalupe
    guido guillermo gunnar gunther gustav gustave gustavo guy gwen haile halina hanna hannah hannes hans
    harald harold harriet harry hassan hector heidi heinrich heinz helen helena helene helga helmut henri
    henrietta henrik henry henryk herbert hermann hernan hernando hilario hildegard hillary hipolito
    hippolyte hiroshi honore horace horatio howard hubert hugh hugo humphry hussein ian ibrahim ignacio
    igor ilya immanuel indira ines inge ingmar ingrid inigo inocencio ioannis iosif irene irina irineo
    isaac isaak isabel isabella isambard isidro ismael istvan ivan ivana ivar ivo jaan jacinto jack jackie
    jacob jacqueline jacques jadwiga jaime jakob jakub james jan jane janet janos janusz jarl jaroslav
    jason javier jawaharlal jean jeanne jedediah jeff jefferson jeffrey jennifer jeremy jerome jeronimo
    jerry jerzy jessica jesus jill jim jimmy joachim joakim joan joanna joaquin joe joel johan johann
    johanna johannes john johnny jon jonas jonathan jorge jose josef josefa joseph josephine joshua josiah
    josip josue jozef juan juana judith jules julia julian juliana julie julien julieta juliette julio
    julius jurgen juri justin kaja karel karen karin karl karla karol kaspar katarina katarzyna kate
    katharina katherine kathleen katie kazimierz keith kelly ken kenji kenneth kevin khalid kirill kirsten
    klaus knut konrad konstantin kristina krzysztof kurt kwame lajos langston lars laszlo laura lauren
    laurence laurent lawrence lazaro leah leandro lech leif leo leon leona leonard leonardo leonid leonor
    leonora leopold leopoldo leroy leslie leszek lev liam lidia liesl linus lionel lisa lise ljudmila
    lodovico lola lorenzo lotte lou louis louisa louise luc luca lucas lucia luciano lucie lucretia
    lucrezia lucy ludmila ludovic ludovico ludwig luigi luis luisa lukas lydia lyudmila macario maciej
    madeleine magdalena magnus maja maksim malala malcolm malgorzata manfred manuel manuela marc marcel
    marcelino marcella marcello marco marcos marcus margaret margarita margarito margot marguerite maria
    mariana marianne mariano marie marija marina mario marion mariusz mark marko markus marta martha
    marthe martin martina marvin mary massimo mateo mateusz mathias matilda matt matteo matthew matthias
    maude maurice mauricio max maxim maximilian maximiliano maximino maya megan mehmet melchor melissa
    mercedes micaela michael michel michelangelo michele michelle mieczyslaw miguel mihail mikael mikhail
    mikolaj milan mildred millicent milos mircea miriam miroslav mohamed mohammad mohammed mohandas moises
    molly monica monika morris moses muhammad mustafa mykola nadezhda nadia nancy napoleon narciso
    narendra natalia natalie natalya natasha nathan nathaniel neil nelly nelson nestor nicanor niccola
    niccolo nicholas nick nicolas nicolasa nicole niels nigel nikita niklaus nikola nikolai nikolaus
    nikolay nils nina noah noel noemi nora norbert norma norman nuno obadiah octavio odette olaf ole oleg
    oleksandr olena olga oliver olivia omar orlando oscar oskar osvaldo oswaldo otto pablo paddy pamela
    pascual patricia patricio patrick paul paula paulina pavel pavlo pawel pedro peggy pekka penelope
    percy peter petr petra petro petronila philip philipp philippe phillip phyllis pierre piet pieter
    pietro piotr placido porfirio primitivo prudencio pyotr rachel radovan rafael raffaele rainer rajiv
    ralph ramiro ramon raoul raphael raquel rasmus raul raymond raymundo rebecca reinaldo reinhard remy
    renata rene ricardo richard rigoberto rita roald robert roberta roberto robin rodolfo rodrigo rogelio
    roger roland rolf roman romeo romulo ronald rosa rosalie rosalind rosario rosendo roxana ruben rudolf
    rufino rupert ruslan russell ruth rutherford ryan ryszard sabino saddam salomon salvador sam samantha
    samuel sandra sara sarah sasha saturnino scott sean sebastian sebastien serafin sergei sergey sergio
    serhiy seth sharon sheila shirley siegfried sigmund signe sigrid sigurd silvia silvio simon simone
    sixto slobodan sofia sofya sojourner sonia sophia sophie soren sorin stanislav stanislaw stanko
    stanley stefan stella stepan stephan stephen steve steven stuart susan susana susanna susanne svante
    sven sverre svetlana sviatlana sylvia tadeusz tamara tania taras tatiana ted teodoro teresa terry
    thaddeus theodor theodore theresa therese thierry thomas tim timoteo timothy tobias todd tom tomas
    tomasa tomasz tommaso tony toribio torsten tracy trygve ulla ulrich ulysses umberto urho ursula vaclav
    vaino valdis valentin valentina valeria valeriano valerie valery vanessa vasco vasil vasily venancio
    venustiano vera veronica vicente victor vidkun viktor viktoria vilhelm vincent vincenzo viola violeta
    virgil vitaly vitold vittorio vivian vlad vladimir vladislav vojtech volodymyr vytautas waclaw walter
    wanda warren wenceslao wendy werner wernher wilhelm willem william willy winifred winston witold
    wladyslaw wojciech wolfgang woodrow xavier yanka yasser yauheni yegor yekaterina yelena yevgeny yevhen
    yoko yolanda yulia yuri yuriy yury yusuf yves yvonne zacarias zachary zbigniew zdenek zeljko zenon
    zofia zoltan zoran zygmunt
    """.split()
)
